/** An OpenAPI version 2 document as gnostic's protobuf (google/gnostic openapiv2/OpenAPIv2.proto): what kubectl's old reader asks for. */
import { dumpYaml } from '../yaml-dump.ts';
import { Message } from './message.ts';

type Json = Record<string, unknown>;

/** NamedX messages: a name and a value. */
function named(name: string, value: Message): Message {
  return new Message().text(1, name).message(2, value);
}

/** gnostic keeps what it has no field for as YAML. */
function any(value: unknown): Message {
  return new Message().text(2, dumpYaml(value));
}

function extensions(into: Message, number: number, object: Json): Message {
  for (const [key, value] of Object.entries(object)) {
    if (key.startsWith('x-')) into.message(number, named(key, any(value)));
  }
  return into;
}

function schema(object: Json): Message {
  const { $ref, format, description, required, type, items, properties, additionalProperties } = object;
  const message = new Message().text(1, $ref).text(2, format).text(4, description);
  if (object['default'] !== undefined) message.message(5, any(object['default']));
  for (const one of (required as string[] | undefined) ?? []) message.text(19, one);
  for (const one of (object['enum'] as unknown[] | undefined) ?? []) message.message(20, any(one));
  if (typeof additionalProperties === 'object' && additionalProperties !== null) {
    message.message(21, new Message().message(1, schema(additionalProperties as Json)));
  } else if (additionalProperties === true) message.message(21, new Message().flag(2, true));
  if (typeof type === 'string') message.message(22, new Message().text(1, type));
  if (items) message.message(23, new Message().message(1, schema(items as Json)));
  for (const one of (object['allOf'] as Json[] | undefined) ?? []) message.message(24, schema(one));
  if (properties) message.message(25, namedSchemas(properties as Json));
  return extensions(message, 31, object);
}

function namedSchemas(schemas: Json): Message {
  const message = new Message();
  for (const [name, one] of Object.entries(schemas)) message.message(1, named(name, schema(one as Json)));
  return message;
}

const METHODS: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };

function pathItem(item: Json): Message {
  const message = new Message();
  for (const [method, number] of Object.entries(METHODS)) {
    const operation = item[method] as Json | undefined;
    if (operation) message.message(number, operationMessage(operation));
  }
  return message;
}

function operationMessage(operation: Json): Message {
  const message = new Message().text(5, operation['operationId']);
  for (const one of operation['parameters'] as Json[]) {
    if (one['in'] === 'query') message.message(8, queryParameter(one));
  }
  return extensions(message, 13, operation);
}

/** ParametersItem.parameter.non_body_parameter.query_parameter_sub_schema */
function queryParameter({ name, type }: Json): Message {
  const query = new Message().text(2, 'query').text(4, name).text(6, type);
  return new Message().message(1, new Message().message(2, new Message().message(3, query)));
}

export function encodeOpenApiV2(document: Json): Uint8Array {
  const { info, paths, definitions } = document as { info: Json; paths: Json; definitions: Json };
  const listed = new Message();
  for (const [path, item] of Object.entries(paths)) listed.message(2, named(path, pathItem(item as Json)));
  return new Message()
    .text(1, document['swagger'])
    .message(2, new Message().text(1, info['title']).text(2, info['version']))
    .message(8, listed)
    .message(9, namedSchemas(definitions))
    .done();
}
