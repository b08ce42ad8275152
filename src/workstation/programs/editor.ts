/** vi, nano, code: the laptop's editor is the page's. */
import { resolvePath } from '../../shell/path.ts';
import type { Program } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';

export function editor(options: WorkstationOptions): Program {
  return async (process) => {
    const [name] = process.argv;
    const file = process.argv.slice(1).find((argument) => !/^[-+]/.test(argument));
    if (file === undefined) {
      await process.stderr.write(`usage: ${name} FILE\n`);
      return 1;
    }
    const path = resolvePath(process.cwd, file);
    const { fs } = process.machine;
    if (fs.stat(path)?.type === 'directory') {
      await process.stderr.write(`${name}: ${file}: Is a directory\n`);
      return 1;
    }
    if (!options.edit) {
      await process.stderr.write(`${name}: there is no screen to edit on here\n`);
      return 1;
    }
    if (!fs.stat(path)) fs.writeFile(path, '');
    await process.stdout.write(`${file} is open in the editor.\n`);
    void options.edit(path);
    return 0;
  };
}
