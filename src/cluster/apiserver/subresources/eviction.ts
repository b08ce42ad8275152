/** pods/eviction (kubernetes pkg/registry/core/pod/storage/eviction.go). Simplified: disruption budgets are not asked. */
import { badRequest } from '../../../api/status-errors.ts';
import type { DeleteOptions } from '../../../client/client.ts';
import { remove } from '../verbs/delete.ts';
import { type Subresource, success } from './subresource.ts';

export const eviction: Subresource = {
  name: 'eviction',
  of: 'pods',
  create(request, body) {
    if (body.metadata?.name && body.metadata.name !== request.name) {
      throw badRequest('name in URL does not match name in Eviction object');
    }
    const asked = (body['deleteOptions'] ?? {}) as DeleteOptions;
    const { subresource: _, ...options } = request.options;
    remove({ ...request, options }, { ...asked, dryRun: request.options.dryRun === true });
    return success(201);
  },
};
