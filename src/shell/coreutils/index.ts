/** The coreutils. To add one: one function and one line here. */
import type { Program } from '../process.ts';
import { awk } from './awk.ts';
import { base64 } from './base64.ts';
import { cat } from './cat.ts';
import { md5sum, sha1sum, sha256sum } from './checksum.ts';
import { cut } from './cut.ts';
import { dd } from './dd.ts';
import { diff } from './diff.ts';
import { echo } from './echo.ts';
import { chmod, cp, mkdir, mv, rm, rmdir, tee, touch } from './files.ts';
import { find } from './find.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { id, whoami } from './identity.ts';
import { ls } from './ls.ts';
import { du, fallocate, mktemp, nproc, readlink, realpath, truncate } from './paths.ts';
import { killall, pgrep, pidof, pkill } from './pkill.ts';
import { printf } from './printf.ts';
import { sed } from './sed.ts';
import { basename, clear, dirname, env, expr, hostname, printenv, seq, uname, which, yes } from './small.ts';
import { sort } from './sort.ts';
import { stat } from './stat.ts';
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
  dd,
  diff,
  dirname,
  du,
  echo,
  egrep: grep,
  env,
  expr,
  fallocate,
  fgrep: grep,
  find,
  gawk: awk,
  grep,
  head,
  hostname,
  id,
  killall,
  less,
  ls,
  md5sum,
  mkdir,
  mktemp,
  more: less,
  mv,
  nl,
  nproc,
  paste,
  pgrep,
  pidof,
  pkill,
  printenv,
  printf,
  ps,
  readlink,
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  sha1sum,
  sha256sum,
  sleep,
  sort,
  stat,
  tac,
  tail,
  tar,
  tee,
  timeout,
  touch,
  tr,
  truncate,
  uname,
  uniq,
  watch,
  wc,
  which,
  whoami,
  xargs,
  yes,
};
