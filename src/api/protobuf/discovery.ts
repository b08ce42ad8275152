/** What discovery answers as messages (apimachinery/pkg/apis/meta/v1/generated.proto: APIGroupList, APIResourceList, APIVersions). */
import { Message } from './message.ts';

type Json = Readonly<Record<string, unknown>>;

const all = (message: Message, number: number, values: unknown, write: (one: Json) => Message): Message =>
  ((values ?? []) as Json[]).reduce((into, one) => into.message(number, write(one)), message);

const texts = (message: Message, number: number, values: unknown): Message =>
  ((values ?? []) as string[]).reduce((into, one) => into.text(number, one), message);

const version = (one: Json): Message => new Message().text(1, one['groupVersion']).text(2, one['version']);

const address = (one: Json): Message => new Message().text(1, one['clientCIDR']).text(2, one['serverAddress']);

function group(one: Json): Message {
  const message = all(new Message().text(1, one['name']), 2, one['versions'], version);
  const preferred = one['preferredVersion'] as Json | undefined;
  return all(message.message(3, preferred && version(preferred)), 4, one['serverAddressByClientCIDRs'], address);
}

function resource(one: Json): Message {
  const message = new Message().text(1, one['name']).flag(2, one['namespaced']).text(3, one['kind']);
  message.message(4, texts(new Message(), 1, one['verbs']));
  texts(message, 5, one['shortNames']).text(6, one['singularName']);
  texts(message, 7, one['categories']).text(8, one['group']).text(9, one['version']);
  return message.text(10, one['storageVersionHash']);
}

/** By kind. */
export const DISCOVERY: Readonly<Record<string, (document: Json) => Message>> = {
  APIVersions: (one) => all(texts(new Message(), 1, one['versions']), 2, one['serverAddressByClientCIDRs'], address),
  APIGroup: group,
  APIGroupList: (one) => all(new Message(), 1, one['groups'], group),
  APIResourceList: (one) => all(new Message().text(1, one['groupVersion']), 2, one['resources'], resource),
};
