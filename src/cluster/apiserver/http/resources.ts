/** Requests for resources: HTTP methods to verbs (apiserver/pkg/endpoints/installer.go and handlers/). */
import type { KubeList, KubeObject } from '../../../api/object.ts';
import { badRequest, notFound, unknownPath, unsupportedMediaType, verbNotAllowed } from '../../../api/status-errors.ts';
import type { PatchType } from '../../../client/client.ts';
import { socketOf } from '../../../client/stream.ts';
import { tableOf as storeTable } from '../core.ts';
import { decodeBody } from '../decode.ts';
import type { Caller, ChangeOptions } from '../verbs-contract.ts';
import { type Twice, bodyBytes, bodyValue, mediaType, objectOf } from './body.ts';
import { deleteQuery } from './delete-options.ts';
import type { Face } from './handler.ts';
import { formOf, negotiate, unacceptable } from './negotiate.ts';
import { patchBody } from './patch-body.ts';
import { changeQuery, listQuery } from './query.ts';
import { render } from './render.ts';
import { respond } from './respond.ts';
import type { Target } from './route.ts';
import { watchResponse } from './watch-response.ts';

export interface Asked {
  request: Request;
  url: URL;
  target: Target;
  caller: Caller;
}

const TRANSFORMS = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];

const ON_COLLECTIONS: Record<string, string> = {
  GET: 'list',
  HEAD: 'list',
  POST: 'create',
  DELETE: 'deletecollection',
};
const ON_OBJECTS: Record<string, string> = { GET: 'get', HEAD: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

export async function resourceRequest(face: Face, asked: Asked, warnings: string[]): Promise<Response> {
  const { request, target } = asked;
  const { info } = target.strategy;
  // Before anything is done: a custom resource has no message in protobuf to answer with.
  if (target.strategy.schema && formOf(request).format === 'protobuf') throw unacceptable();
  if (target.strategy.deprecation !== undefined) warnings.push(target.strategy.deprecation);
  if (target.subresource !== undefined) {
    if (!info.subresources.includes(target.subresource))
      throw target.strategy.schema ? notFound(info, target.name ?? '') : unknownPath();
    const connect = face.connect[`${info.resource}/${target.subresource}`];
    if (connect) return connected(face, asked, connect);
    if (target.rest !== '') throw unknownPath();
  }
  const collection = target.name === undefined;
  if (target.name !== undefined) checkName(target.name);
  const verb = (collection ? ON_COLLECTIONS : ON_OBJECTS)[request.method];
  if (!collection && info.verbs.length === 1 && info.verbs[0] === 'create' && target.subresource === undefined)
    throw unknownPath();
  // A verb that the kind has not is a route that was never installed.
  if (target.subresource === undefined && verb && !info.verbs.includes(verb)) throw verbNotAllowed();
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return collection ? listed(face, asked, warnings) : shown(face, asked, warnings);
    case 'POST':
      if (!collection && target.subresource === undefined) throw verbNotAllowed();
      return created(face, asked, warnings);
    case 'PUT':
      if (collection) throw verbNotAllowed();
      return updated(face, asked, warnings);
    case 'PATCH':
      if (collection) throw verbNotAllowed();
      return patched(face, asked, warnings);
    case 'DELETE':
      if (target.subresource !== undefined) throw verbNotAllowed();
      return collection ? deletedAll(face, asked, warnings) : deleted(face, asked, warnings);
    default:
      throw verbNotAllowed();
  }
}

/** What no name of an object can be (apimachinery/pkg/api/validation/path). Throws BadRequest. */
function checkName(name: string): void {
  const dots = name === '.' || name === '..';
  const faults = dots
    ? [`may not be '${name}'`]
    : ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
  if (faults.length > 0) throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${faults.join(';')}`);
}

async function connected(face: Face, asked: Asked, connect: Face['connect'][string]): Promise<Response> {
  const { caller, request, url, target } = asked;
  const { strategy, namespace, subresource } = target;
  const name = connectName(target);
  const verb = request.method === 'GET' ? 'get' : 'create';
  const seen = { caller, verb, resource: strategy.info, namespace, name, subresource };
  const keep = (end: () => void): (() => void) => {
    face.open.add(end);
    return () => face.open.delete(end);
  };
  try {
    const object = face.verbs.get({ ...caller }, strategy.info, namespace, name);
    const path = connectPath(url.pathname, subresource ?? '');
    const protocols = face.offers.get(request);
    const response = await connect({
      caller,
      namespace,
      name: target.name ?? '',
      object,
      path,
      query: url.searchParams,
      request,
      protocols,
      keep,
    });
    if (face.audit.heard) face.audit.emit(seen, socketOf(response) ? 101 : response.status);
    return response;
  } catch (error) {
    if (face.audit.heard) face.audit.fail(seen, error);
    throw error;
  }
}

/** A proxied name may carry a scheme and a port: `https:web:443`. */
function connectName({ name = '', subresource }: Target): string {
  if (subresource !== 'proxy') return name;
  const parts = name.split(':');
  return (parts.length === 3 ? parts[1] : parts[0]) ?? '';
}

/** What follows the subresource, escapes and final slash included. */
function connectPath(path: string, subresource: string): string {
  const before = new RegExp(`^/api/[^/]+/(?:namespaces/[^/]+/)?[^/]+/[^/]+/${subresource}`).exec(path);
  return before ? path.slice(before[0].length) : '';
}

function listed(face: Face, asked: Asked, warnings: string[]): Response {
  const { request, url, target, caller } = asked;
  const accepted = negotiate(request, TRANSFORMS);
  const options = listQuery(url.searchParams, target.namespace);
  if (options.watch) return watchResponse(face, asked, options, accepted, warnings);
  const list = face.verbs.list(caller, target.strategy.info, options);
  return respond(render(face, asked, accepted, list), 200, accepted, warnings);
}

function shown(face: Face, asked: Asked, warnings: string[]): Response {
  const { request, target, caller, url } = asked;
  const accepted = negotiate(request, TRANSFORMS);
  const { strategy, namespace, name = '', subresource } = target;
  if (url.searchParams.has('watch') && subresource === undefined) {
    const options = listQuery(url.searchParams, namespace);
    if (options.watch) {
      const one = { ...options, fieldSelector: `metadata.name=${name}` };
      return watchResponse(face, asked, one, accepted, warnings);
    }
  }
  const object = face.verbs.get(caller, strategy.info, namespace, name, subresource);
  return respond(render(face, asked, accepted, object), 200, accepted, warnings);
}

function changeOptions(asked: Asked, kind: string, warnings: string[]): ChangeOptions {
  const warn = (message: string): number => warnings.push(message);
  const { subresource } = asked.target;
  const userAgent = asked.caller.userAgent.split('/')[0];
  const options = changeQuery(asked.url.searchParams, kind);
  const fieldManager = options.fieldManager ?? (kind === 'PatchOptions' ? undefined : userAgent);
  return { ...options, fieldManager, subresource, warn };
}

async function readObject(face: Face, { request, target }: Asked, options: ChangeOptions): Promise<KubeObject> {
  const { info } = target.strategy;
  const kind = bodyKind(info.kind, target.subresource);
  let twice: Twice = { paths: [] };
  const value = await bodyValue(request, kind, (found) => (twice = found));
  const object = objectOf(face.core.kinds, target.strategy, value, kind);
  const faults = twice.yaml === undefined ? [] : [twice.yaml];
  return decodeBody(target.strategy, object, { ...options, faults }, kind, twice.paths);
}

const BODY_KINDS: Record<string, string> = {
  binding: 'Binding',
  eviction: 'Eviction',
  scale: 'Scale',
  token: 'TokenRequest',
};

function bodyKind(kind: string, subresource: string | undefined): string {
  return (subresource && BODY_KINDS[subresource]) ?? kind;
}

/** What is only ever made and never kept (reviews, bindings, tokens) has no columns: no Table is made of it. */
function madeTransforms({ strategy, subresource }: Target): readonly string[] {
  const kept = subresource === undefined && strategy.info.verbs.includes('get');
  return kept ? TRANSFORMS : TRANSFORMS.filter((one) => one !== 'Table');
}

async function created(face: Face, asked: Asked, warnings: string[]): Promise<Response> {
  const { target, caller, request } = asked;
  const accepted = negotiate(request, madeTransforms(target));
  const options = changeOptions(asked, 'CreateOptions', warnings);
  const object = await readObject(face, asked, options);
  const { strategy, namespace, name } = target;
  const named = name === undefined ? options : { ...options, name };
  const made = face.verbs.create(caller, strategy.info, namespace, object, named);
  return respond(render(face, asked, accepted, made), 201, accepted, warnings);
}

async function updated(face: Face, asked: Asked, warnings: string[]): Promise<Response> {
  const { target, caller, request } = asked;
  const accepted = negotiate(request, TRANSFORMS);
  const options = changeOptions(asked, 'UpdateOptions', warnings);
  const object = await readObject(face, asked, options);
  const { strategy, namespace, name = '' } = target;
  const before = exists(face, target);
  const made = face.verbs.update(caller, strategy.info, namespace, name, object, options);
  return respond(render(face, asked, accepted, made), before ? 200 : 201, accepted, warnings);
}

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

async function patched(face: Face, asked: Asked, warnings: string[]): Promise<Response> {
  const { target, caller, request } = asked;
  const accepted = negotiate(request, TRANSFORMS);
  const type = mediaType(request);
  // Lists of a custom resource merge by no keys.
  const types = target.strategy.schema ? PATCH_TYPES.filter((one) => !one.includes('strategic')) : PATCH_TYPES;
  if (!types.includes(type)) {
    throw unsupportedMediaType(
      `the body of the request was in an unknown format - accepted media types include: ${types.join(', ')}`,
    );
  }
  const options = changeOptions(asked, 'PatchOptions', warnings);
  const { body, faults } = patchBody(type, await bodyBytes(request), options.fieldValidation !== 'Ignore');
  const { strategy, namespace, name = '' } = target;
  const before = exists(face, target);
  const made = face.verbs.patch(caller, strategy.info, namespace, name, type as PatchType, body, {
    ...options,
    faults,
  });
  return respond(render(face, asked, accepted, made), before ? 200 : 201, accepted, warnings);
}

function exists({ core }: Face, { strategy, namespace, name = '' }: Target): boolean {
  return core.store.get(storeTable(strategy), namespace, name) !== undefined;
}

/** Kinds whose deletion answers with the object even when it is gone (ReturnDeletedObject). */
const RETURNED = new Set([
  'Pod',
  'Service',
  'ServiceAccount',
  'PodTemplate',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ResourceQuota',
]);

async function deleted(face: Face, asked: Asked, warnings: string[]): Promise<Response> {
  const { target, caller, request, url } = asked;
  const accepted = negotiate(request, TRANSFORMS);
  const options = deleteQuery(url.searchParams, await bodyValue(request, 'DeleteOptions'));
  const { strategy, namespace, name = '' } = target;
  const last = face.verbs.delete(caller, strategy.info, namespace, name, options);
  const stays = last.metadata?.deletionTimestamp !== undefined && exists(face, target);
  const answer = stays || RETURNED.has(strategy.info.kind) ? last : success(target, last);
  return respond(render(face, asked, accepted, answer), 200, accepted, warnings);
}

function success({ strategy, name = '' }: Target, last: KubeObject): KubeObject {
  const { group, resource } = strategy.info;
  const details = { name, ...(group === '' ? {} : { group }), kind: resource, uid: last.metadata?.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

async function deletedAll(face: Face, asked: Asked, warnings: string[]): Promise<Response> {
  const { target, caller, request, url } = asked;
  const accepted = negotiate(request, TRANSFORMS);
  const options = deleteQuery(url.searchParams, await bodyValue(request, 'DeleteOptions'));
  const { watch: _, ...selection } = listQuery(url.searchParams, target.namespace);
  const list: KubeList = face.verbs.deleteCollection(caller, target.strategy.info, { ...selection, ...options });
  return respond(render(face, asked, accepted, list), 200, accepted, warnings);
}
