/** OpenAPI v3 documents, one a group-version, and their index (kube-openapi/pkg/handler3). */
import { groupVersion } from '../../../api/resource.ts';
import { loadDescriptions } from '../../../api/schema/descriptions.ts';
import { openApiV3 } from '../../../api/schema/open-api.ts';
import { unknownPath } from '../../../api/status-errors.ts';
import type { Kinds } from '../core.ts';
import { respond } from './respond.ts';

/** Throws NotFound; version 2 is not served. */
export async function openApi(kinds: Kinds, path: string): Promise<Response> {
  const served = new Map(kinds.all.map(({ info }) => [pathOf(info), info]));
  if (path === '/openapi/v3') {
    const paths = [...served.keys()].map((key): [string, unknown] => [key, { serverRelativeURL: relative(key) }]);
    return respond({ paths: Object.fromEntries(paths) }, 200, 'json', []);
  }
  const info = served.get(path.slice('/openapi/v3/'.length));
  if (!path.startsWith('/openapi/v3/') || !info) throw unknownPath();
  const resources = kinds.all.map((strategy) => strategy.info);
  return respond(openApiV3(info, resources, await loadDescriptions()), 200, 'json', []);
}

function pathOf(info: { group: string; version: string }): string {
  return `${info.group === '' ? 'api' : 'apis'}/${groupVersion(info)}`;
}

/** The hash tells clients whether what they cached still holds; the schema changes only with the release. */
function relative(path: string): string {
  return `/openapi/v3/${path}?hash=V1356`;
}
