/** The coreutils. To add one: one function and one line here. */
import type { Program } from '../process.ts';
import { awk } from './awk.ts';
import { base64 } from './base64.ts';
import { cat } from './cat.ts';
import { cut } from './cut.ts';
import { diff } from './diff.ts';
import { echo } from './echo.ts';
import { chmod, cp, mkdir, mv, rm, rmdir, tee, touch } from './files.ts';
import { find } from './find.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { id, whoami } from './identity.ts';
import { ls } from './ls.ts';
import { printf } from './printf.ts';
import { sed } from './sed.ts';
import { basename, clear, dirname, env, expr, hostname, printenv, seq, uname, which, yes } from './small.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { tar } from './tar.ts';
import { ps } from './ps.ts';
import { less, nl, paste, rev, tac, uniq } from './text.ts';
import { date, sleep, timeout, watch } from './time.ts';
import { tr } from './tr.ts';
import { wc } from './wc.ts';
import { xargs } from './xargs.ts';

export const coreutils: Readonly<Record<string, Program>> = {
  awk,
  base64,
  basename,
  cat,
  chmod,
  clear,
  cp,
  cut,
  date,
  diff,
  dirname,
  echo,
  egrep: grep,
  env,
  expr,
  fgrep: grep,
  find,
  gawk: awk,
  grep,
  head,
  hostname,
  id,
  less,
  ls,
  mkdir,
  more: less,
  mv,
  nl,
  paste,
  printenv,
  printf,
  ps,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  sleep,
  sort,
  tac,
  tail,
  tar,
  tee,
  timeout,
  touch,
  tr,
  uname,
  uniq,
  watch,
  wc,
  which,
  whoami,
  xargs,
  yes,
};
