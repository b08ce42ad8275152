/** OpenAPI documents (apiserver openapi v2 and v3 services). */
import { unknownPath } from '../../../api/status-errors.ts';
import type { Kinds } from '../core.ts';

export function openApi(_kinds: Kinds, _path: string, _accept: string | null): Response {
  throw unknownPath();
}
