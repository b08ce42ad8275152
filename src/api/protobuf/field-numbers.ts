/**
 * The numbers of the fields in Kubernetes' protobuf messages (generated.proto of each API): a message's fields stand in the
 * order of their numbers, `-` where a number is not used. `...X` is message X written in line; `*` marks numbers and truth
 * values that Go holds by pointer: there a zero is said, elsewhere it is silence. The types are those of the JSON schema.
 */
import { CORE } from './core-numbers.ts';
import { GROUPS } from './group-numbers.ts';

export const MESSAGES: Readonly<Record<string, string>> = { ...CORE, ...GROUPS };
