/** Bindings (pkg/registry/core/pod/storage/storage.go LegacyBindingREST): a POST here is one to pods/NAME/binding. */
import { age } from '../../../../api/duration.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

export const bindingStrategy: Strategy = {
  info: info('v1', 'Binding', 'bindings', { verbs: ['create'] }),
  columns: columns('Name', 'Age'),
  cells: (object, now) => [nameOf(object), age(object.metadata?.creationTimestamp, now)],
};
