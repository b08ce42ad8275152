/** The tree of an awk program (POSIX XCU awk, grammar). */
export class AwkError extends Error {}

export type Expr =
  | { type: 'number'; value: number }
  | { type: 'string'; value: string }
  | { type: 'regex'; source: string }
  | { type: 'variable'; name: string }
  | { type: 'field'; index: Expr }
  | { type: 'element'; name: string; index: Expr[] }
  | { type: 'assign'; operator: string; target: Expr; value: Expr }
  | { type: 'step'; prefix: boolean; by: number; target: Expr }
  | { type: 'unary'; operator: string; value: Expr }
  | { type: 'binary'; operator: string; left: Expr; right: Expr }
  | { type: 'in'; index: Expr[]; name: string }
  | { type: 'choice'; test: Expr; yes: Expr; no: Expr }
  | { type: 'call'; name: string; args: Expr[] };

export type Stmt =
  | { type: 'expression'; value: Expr }
  | { type: 'print'; args: Expr[]; format: boolean; redirect?: { append: boolean; target: Expr } }
  | { type: 'if'; test: Expr; yes: Stmt; no?: Stmt }
  | { type: 'while'; test: Expr; body: Stmt; first: boolean }
  | { type: 'for'; start?: Stmt; test?: Expr; step?: Stmt; body: Stmt }
  | { type: 'each'; name: string; array: string; body: Stmt }
  | { type: 'block'; body: Stmt[] }
  | { type: 'delete'; name: string; index?: Expr[] }
  | { type: 'jump'; kind: 'next' | 'break' | 'continue' }
  | { type: 'leave'; kind: 'exit' | 'return'; value?: Expr };

export interface AwkRule {
  kind: 'BEGIN' | 'END' | 'pattern';
  from?: Expr;
  to?: Expr;
  body?: Stmt;
}

export interface AwkProgram {
  rules: AwkRule[];
  functions: Map<string, { parameters: string[]; body: Stmt }>;
}
