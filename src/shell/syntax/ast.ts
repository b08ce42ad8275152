/** The syntax tree of the shell (POSIX XCU 2.9, and what of bash learners use). */

export interface Word {
  parts: Part[];
  /** As written, for messages and `set -x`. */
  raw: string;
}

export type Part =
  | { type: 'text'; text: string; quoted: boolean }
  | { type: 'double'; parts: Part[] }
  | Parameter
  | { type: 'command'; script: Script }
  /** `<(…)`: the name of a file that holds what the commands print. */
  | { type: 'process'; script: Script }
  | { type: 'arithmetic'; expression: Word };

export interface Parameter {
  type: 'parameter';
  name: string;
  /** `length` is `${#x}`; else the operator as written: `:-`, `%%`, `//`, `:`(substring), `^`, ''. */
  operator: string;
  /** `${x[…]}` */
  index?: Word;
  /** `${!x}` */
  indirect?: true;
  argument?: Word;
  /** The replacement of `/` and the length of `:`. */
  second?: Word;
}

/** A list of and-or lists; what a newline, `;` or `&` separates. */
export type Script = AndOr[];

export interface AndOr {
  first: Pipeline;
  rest: { operator: '&&' | '||'; pipeline: Pipeline }[];
  background: boolean;
  /** As written: the name of a background job. */
  text: string;
}

export interface Pipeline {
  negated: boolean;
  timed: boolean;
  commands: Command[];
}

export interface Redirection {
  fd: number | undefined;
  operator: string;
  target: Word;
  /** A here-document's text; quoted delimiters leave it as one quoted text. */
  body?: Word;
}

interface Node {
  redirections: Redirection[];
  line: number;
}

export interface Assignment {
  name: string;
  append: boolean;
  value: Word;
  /** `name[…]=` */
  index?: Word;
  /** `name=(…)` */
  list?: Element[];
}

/** One of `(a b [k]=v)`. */
export interface Element {
  key?: Word;
  value: Word;
}

export interface Simple extends Node {
  type: 'simple';
  assignments: Assignment[];
  /** Of a declaration (`declare -a x=(…)`): done when it has been declared. */
  arrays?: Assignment[];
  words: Word[];
}

export type Command =
  | Simple
  | (Node & { type: 'group'; body: Script })
  | (Node & { type: 'subshell'; body: Script })
  | (Node & { type: 'if'; branches: { test: Script; body: Script }[]; otherwise: Script | undefined })
  | (Node & { type: 'loop'; until: boolean; test: Script; body: Script })
  | (Node & { type: 'for'; name: string; words: Word[] | undefined; body: Script })
  | (Node & { type: 'count'; start: Word; test: Word; step: Word; body: Script })
  | (Node & { type: 'case'; subject: Word; arms: { patterns: Word[]; body: Script; falls: string }[] })
  | (Node & { type: 'condition'; words: Word[] })
  | (Node & { type: 'arithmetic'; expression: Word })
  | (Node & { type: 'function'; name: string; body: Command });
