/** A shell syntax error: with `incomplete`, more input could mend it (the prompt `> ` asks for it). */
export class ShellSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly incomplete: boolean,
    /** The text of the line in error, which bash prints below the message. */
    readonly source?: string,
  ) {
    super(message);
    this.name = 'ShellSyntaxError';
  }
}
