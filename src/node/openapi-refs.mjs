/**
 * What the document says of fields that are references to other definitions: the typed models of @kubernetes/client-node keep
 * silent there (or tell the definition's text instead), kubernetes-types has it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** package (`apps.v1`) → interface → field → text. */
const packages = new Map();

function text(comment) {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}

function readPackage(root, group, version) {
  const file = join(root, 'node_modules/kubernetes-types', group, `${version}.d.ts`);
  const found = new Map();
  if (!existsSync(file)) return found;
  const pattern = /^export interface (\w+)|^    \/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n    "?([\w$-]+)"?\??:/gm;
  let fields;
  for (const [, name, comment, field] of readFileSync(file, 'utf8').matchAll(pattern)) {
    if (name !== undefined) found.set(name, (fields = new Map()));
    else fields?.set(field, text(comment));
  }
  return found;
}

/** The text of a field of `io.k8s.api.apps.v1.Deployment`; undefined where nothing is known. */
export function referenceText(root, definition, field) {
  const [group, version, name] = definition.split('.').slice(-3);
  const key = `${group}.${version}`;
  if (!packages.has(key)) packages.set(key, readPackage(root, group, version));
  return packages.get(key).get(name)?.get(field);
}
