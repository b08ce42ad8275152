import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { definitions } from './definitions.ts';

type Messages = Record<string, Record<string, [number, string]>>;

const file = `${process.cwd()}/../shared/v1.35/protobuf-fields.json`;

/** Messages that Go embeds: their fields stand among those of the struct. */
const EMBEDDED = new Set([
  'deviceConfiguration',
  'ephemeralContainerCommon',
  'handler',
  'ingressRuleValue',
  'localObjectReference',
  'persistentVolumeSource',
  'rule',
  'ruleWithOperations',
  'volumeSource',
]);

/** The name in JSON of a field whose name in protobuf differs. */
function jsonName(message: string, field: string): string {
  if (message.endsWith('.JSONSchemaProps')) {
    if (field === 'ref' || field === 'schema') return `$${field}`;
    if (field.startsWith('x')) return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  }
  if (field === 'aPIGroup') return 'apiGroup';
  if (field === 'uID') return 'uid';
  return /^(Webhooks|Expression|Name)$/.test(field) ? field.toLowerCase() : field;
}

const WRAPPED: Readonly<Record<string, string>> = {
  FieldsV1: 'fields',
  IntOrString: 'int-or-string',
  JSON: 'json',
  JSONSchemaPropsOrArray: 'schema-or-array',
  JSONSchemaPropsOrBool: 'schema-or-bool',
  JSONSchemaPropsOrStringArray: 'schema-or-strings',
  MicroTime: 'micro-time',
  Quantity: 'quantity',
  RawExtension: 'raw',
  Time: 'time',
  bool: 'boolean',
  bytes: 'byte',
};

/** A protobuf type in the form that `short` gives ours. */
function typeOf(text: string): string {
  const map = /^map<string, (.*)>$/.exec(text.trim());
  if (map) return `{}${typeOf(map[1]!)}`;
  if (text.startsWith('repeated ')) return `[]${typeOf(text.slice(9))}`;
  const last = text.slice(text.lastIndexOf('.') + 1);
  if (last === 'ExtraValue') return '[]string';
  return WRAPPED[last] ?? last;
}

const short = (type: string): string => type.replace(/#.*\.(\w+)$/, '$1');

describe.skipIf(!existsSync(file))("v1.35's own messages", () => {
  const messages = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Messages) : {};

  function fieldsOf(message: string): Record<string, string> {
    const area = message.slice(0, message.lastIndexOf('.') + 1);
    const found: Record<string, string> = {};
    for (const [field, [, type]] of Object.entries(messages[message] ?? {})) {
      if (EMBEDDED.has(field) && !type.endsWith('string')) Object.assign(found, fieldsOf(area + type));
      else found[jsonName(message, field)] = typeOf(type);
    }
    return found;
  }

  test.each(Object.keys(definitions))('%s', (name) => {
    const message = name
      .replace('io.k8s.', 'k8s.io.')
      .replace('apiextensions-apiserver', 'apiextensions_apiserver')
      .replace('kube-aggregator', 'kube_aggregator');
    expect(messages[message]).toBeDefined();
    const { apiVersion: _a, kind: _k, ...ours } = definitions[name]!.properties;
    const { apiVersion: _b, kind: _l, ...theirs } = fieldsOf(message);
    expect(Object.fromEntries(Object.entries(ours).map(([field, type]) => [field, short(type)]))).toEqual(theirs);
  });
});
