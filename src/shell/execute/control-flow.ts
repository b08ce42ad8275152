/** How `break`, `continue`, `return`, `exit` and errors of expansion leave the commands around them. */
export class LoopControl {
  constructor(
    readonly kind: 'break' | 'continue',
    public levels: number,
  ) {}
}

export class FunctionReturn {
  constructor(readonly status: number) {}
}

export class ShellExit {
  constructor(readonly status: number) {}
}

/** An error that ends the command (and a script): `message` goes behind the shell's prefix. */
export class ExpansionError extends Error {
  constructor(
    message: string,
    /** What a script that it ends exits with. */
    readonly status = 1,
  ) {
    super(message);
  }
}
