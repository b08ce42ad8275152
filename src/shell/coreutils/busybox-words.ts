/** What busybox's applets say where GNU's coreutils say it otherwise (busybox: libbb/perror_msg.c and each applet). */

type Rule = [pattern: RegExp, words: string];

const QUOTED = /[‘’]/g;

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  cat: [[/^(.+): (No such file or directory|Permission denied)$/, "can't open '$1': $2"]],
  chmod: [[/^cannot access '(.+)': (.+)$/, '$1: $2']],
  cp: [
    [/^cannot stat '(.+)': (.+)$/, "can't stat '$1': $2"],
    [/^cannot create regular file '(.+)': (.+)$/, "can't create '$1': $2"],
    [/^-r not specified; omitting directory '(.+)'$/, "omitting directory '$1'"],
  ],
  date: [[/^cannot set date: (.+)$/, "can't set date: $1"]],
  find: [[/^'(.+)': (.+)$/, '$1: $2']],
  ls: [
    [/^cannot access '(.+)': (.+)$/, '$1: $2'],
    [/^cannot open directory '(.+)': (.+)$/, "can't open '$1': $2"],
  ],
  mkdir: [[/^cannot create directory '(.+)': (.+)$/, "can't create directory '$1': $2"]],
  mv: [
    [/^cannot stat '(.+)': (.+)$/, "can't rename '$1': $2"],
    [/^cannot move '(.+)' to '(.+)': (.+)$/, "can't rename '$1': $3"],
  ],
  rm: [
    [/^cannot remove '(.+)': Is a directory$/, "'$1' is a directory"],
    [/^cannot remove '(.+)': (.+)$/, "can't remove '$1': $2"],
  ],
  rmdir: [[/^failed to remove '(.+)': (.+)$/, "'$1': $2"]],
  tail: [[/^cannot open '(.+)' for reading: (.+)$/, "can't open '$1': $2"]],
  head: [[/^cannot open '(.+)' for reading: (.+)$/, '$1: $2']],
  touch: [[/^cannot touch '(.+)': (.+)$/, '$1: $2']],
};

/** The message of `program` in busybox's words. */
export function busyboxWords(program: string, message: string): string {
  const plain = message.replace(QUOTED, "'");
  for (const [pattern, words] of RULES[program] ?? []) if (pattern.test(plain)) return plain.replace(pattern, words);
  return message;
}
