/** DeleteCollection (apiserver/pkg/registry/generic/registry/store.go DeleteCollection). */
import type { KubeList } from '../../../api/object.ts';
import { isStatusError } from '../../../api/status.ts';
import type { DeleteOptions } from '../../../client/client.ts';
import { nameOf } from '../core.ts';
import type { ReadOptions } from '../verbs-contract.ts';
import { remove } from './delete.ts';
import { list } from './read.ts';
import type { Request } from './request.ts';

export function deleteCollection(request: Request, options: ReadOptions & DeleteOptions): KubeList {
  const { core, strategy } = request;
  const found = list(core, strategy, options);
  const items = found.items.map((object) => {
    try {
      return remove({ ...request, namespace: object.metadata?.namespace, name: nameOf(object) }, options);
    } catch (error) {
      // Gone in the meantime is as good as deleted.
      if (isStatusError(error, 'NotFound')) return object;
      throw error;
    }
  });
  return { ...found, items };
}
