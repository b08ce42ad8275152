/** The Verbs of verbs-contract.ts: each finds its strategy, does its work and leaves an audit event. */
import type { KubeList, KubeObject } from '../../../api/object.ts';
import type { Resource } from '../../../client/client.ts';
import type { Audit } from '../audit.ts';
import type { Core } from '../core.ts';
import type { Caller, ChangeOptions, Verbs } from '../verbs-contract.ts';
import { remove } from './delete.ts';
import { deleteCollection } from './delete-collection.ts';
import { createOne, patchOne, readOne, updateOne } from './dispatch.ts';
import { list } from './read.ts';
import type { Request } from './request.ts';
import { watch } from './watch.ts';

interface Call {
  caller: Caller;
  verb: string;
  resource: Resource;
  namespace: string | undefined;
  name?: string | undefined;
  subresource?: string | undefined;
  annotations?: Map<string, string> | undefined;
}

export function createVerbs(core: Core, audit: Audit): Verbs {
  /** Runs a verb and tells the audit stream; the Verbs' type parameters are the caller's word for what he asked for. */
  function run<R>(call: Call, work: () => R, code = 200): R {
    if (!audit.heard) return work();
    try {
      const result = work();
      const name = call.name ?? (result as KubeObject).metadata?.name;
      audit.emit({ subresource: undefined, ...call, name }, code);
      return result;
    } catch (error) {
      audit.fail({ name: undefined, subresource: undefined, ...call }, error);
      throw error;
    }
  }

  function change(call: Call, options: ChangeOptions = {}): Request {
    const { caller, resource, name = '' } = call;
    if (audit.heard) {
      const notes = (call.annotations = new Map<string, string>());
      options = { ...options, annotate: (key, value) => void notes.set(key, value) };
    }
    const strategy = core.kinds.of(resource);
    const namespace = strategy.info.namespaced ? call.namespace : undefined;
    return { core, caller, strategy, namespace, name, options };
  }

  return {
    served: () => core.kinds.all.map(({ info }) => info),
    onServed: (listener) => core.kinds.onChange(listener),
    get(caller, resource, namespace, name, subresource) {
      const call: Call = { caller, verb: 'get', resource, namespace, name, subresource };
      return run(call, () => readOne(change(call, { subresource })) as never);
    },
    list(caller, resource, options = {}) {
      const call: Call = { caller, verb: 'list', resource, namespace: options.namespace };
      return run(call, () => list(core, core.kinds.of(resource), options) as KubeList<never>);
    },
    watch(caller, resource, options, deliver) {
      const call: Call = { caller, verb: 'watch', resource, namespace: options.namespace };
      return run(call, () => watch(core, core.kinds.of(resource), options, deliver as never));
    },
    create(caller, resource, namespace, object, options) {
      const { name, subresource } = options ?? {};
      const made = name ?? (object as KubeObject).metadata?.name;
      const call: Call = { caller, verb: 'create', resource, namespace, name: made, subresource };
      return run(call, () => createOne(change(call, options), object as KubeObject) as never, 201);
    },
    update(caller, resource, namespace, name, object, options) {
      const call: Call = { caller, verb: 'update', resource, namespace, name, subresource: options?.subresource };
      return run(call, () => updateOne(change(call, options), object as KubeObject) as never);
    },
    patch(caller, resource, namespace, name, type, patch, options) {
      const call: Call = { caller, verb: 'patch', resource, namespace, name, subresource: options?.subresource };
      return run(call, () => patchOne(change(call, options), type, patch) as never);
    },
    delete(caller, resource, namespace, name, options = {}) {
      const call: Call = { caller, verb: 'delete', resource, namespace, name };
      return run(call, () => remove(change(call, { dryRun: options.dryRun }), options) as never);
    },
    deleteCollection(caller, resource, options) {
      const call: Call = { caller, verb: 'deletecollection', resource, namespace: options.namespace };
      return run(call, () => deleteCollection(change(call, { dryRun: options.dryRun }), options));
    },
  };
}
