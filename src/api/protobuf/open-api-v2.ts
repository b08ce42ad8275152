/** An OpenAPI version 2 document as gnostic's protobuf (google/gnostic openapiv2/OpenAPIv2.proto): what kubectl's old reader asks for. */
import { dumpYaml } from '../yaml-dump.ts';

type Json = Record<string, unknown>;

/** A message as it grows; written once it is whole. */
class Message {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  bytes(number: number, content: Uint8Array): this {
    this.push(varint((number << 3) | 2));
    this.push(varint(content.length));
    this.push(content);
    return this;
  }

  text(number: number, value: unknown): this {
    return typeof value === 'string' && value !== '' ? this.bytes(number, utf8.encode(value)) : this;
  }

  flag(number: number, value: unknown): this {
    if (value === true) this.push(new Uint8Array([...varint(number << 3), 1]));
    return this;
  }

  message(number: number, value: Message | undefined): this {
    return value ? this.bytes(number, value.done()) : this;
  }

  done(): Uint8Array {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  private push(part: Uint8Array): void {
    this.parts.push(part);
    this.size += part.length;
  }
}

const utf8 = new TextEncoder();

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return new Uint8Array([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

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
