/** chown and chgrp: what a container without CAP_CHOWN may not do. */
import { absolute, complain, coreutil, UsageError } from '../../shell/coreutils/options.ts';
import type { Program } from '../../shell/process.ts';

/** Simplified: files keep their owner; what is told is whether it would have been allowed. */
export const chown: Program = coreutil(async (process) => {
  const { machine } = process;
  const [owner, ...files] = process.argv.slice(1).filter((word) => !word.startsWith('-'));
  if (owner === undefined) throw new UsageError('missing operand', 1);
  if (files.length === 0) throw new UsageError(`missing operand after ‘${owner}’`, 1);
  let status = 0;
  for (const file of files) {
    if (!machine.fs.stat(absolute(process, file))) {
      status = await complain(process, `${file}: No such file or directory`);
    } else if (machine.can && !machine.can('CHOWN')) {
      status = await complain(process, `${file}: Operation not permitted`);
    }
  }
  return status;
});
