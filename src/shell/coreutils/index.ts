/** The coreutils. To add one: one file and one line here. */
import type { Program } from '../process.ts';
import { cat } from './cat.ts';
import { echo } from './echo.ts';
import { printf } from './printf.ts';

export const coreutils: Readonly<Record<string, Program>> = { cat, echo, printf };
