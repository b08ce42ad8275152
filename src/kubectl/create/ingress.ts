/** `kubectl create ingress` (kubectl/pkg/cmd/create/create_ingress.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { defineGenerator } from './generator.ts';
import { present, typed } from './pod-template.ts';

const RULE =
  /^(?<host>[\w*\-.]*)(?<path>\/.*)=(?<service>[\w-]+):(?<port>[\w-]+)(?:,(?<tls>tls)(?:=(?<secret>[\w-]+))?)?$/;
const BACKEND = /^(?<service>[\w-]+):(?<port>[\w-]+)$/;

export interface IngressOptions {
  name: string;
  className: string;
  rules: readonly string[];
  defaultBackend: string;
  annotations: readonly string[];
}

interface Rule {
  host: string;
  http: { paths: Record<string, unknown>[] };
}
interface TLS {
  hosts: string[];
  secretName?: string;
}

export function generateIngress(options: IngressOptions): KubeObject {
  const { name, className, rules, defaultBackend, annotations } = options;
  if (defaultBackend === '' && rules.length === 0) {
    throw new CommandError(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  }
  const built: Rule[] = [];
  const tls: TLS[] = [];
  for (const text of rules) addRule(text, built, tls);
  const pairs = Object.fromEntries(annotations.map(annotation));
  return typed('networking.k8s.io/v1', 'Ingress', {
    metadata: { name, ...(annotations.length > 0 ? { annotations: pairs } : {}) },
    spec: present({
      ingressClassName: className,
      defaultBackend: defaultBackend === '' ? undefined : parseDefaultBackend(defaultBackend),
      tls,
      rules: built.map((rule) => present({ ...rule })),
    }),
    status: { loadBalancer: {} },
  });
}

function addRule(text: string, rules: Rule[], tls: TLS[]): void {
  const groups = RULE.exec(text)?.groups;
  if (!groups) {
    throw new CommandError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  }
  const { host = '', path = '', service = '', port = '', secret = '' } = groups;
  const prefix = path.endsWith('*');
  const entry = {
    path: prefix ? path.slice(0, -1) : path,
    pathType: prefix ? 'Prefix' : 'Exact',
    backend: backend(service, port),
  };
  const known = rules.find((rule) => rule.host === host);
  if (known) known.http.paths.push(entry);
  else rules.push({ host, http: { paths: [entry] } });
  if (groups['tls']) addTLS(tls, host, secret);
}

function addTLS(tls: TLS[], host: string, secret: string): void {
  const known = tls.find((one) => (one.secretName ?? '') === secret);
  if (!known) tls.push({ hosts: host === '' ? [] : [host], ...(secret === '' ? {} : { secretName: secret }) });
  else if (host !== '' && !known.hosts.includes(host)) known.hosts.push(host);
}

function backend(name: string, port: string): Record<string, unknown> {
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function parseDefaultBackend(text: string): Record<string, unknown> {
  const groups = BACKEND.exec(text)?.groups;
  if (!groups) throw new CommandError(`default-backend should be in format servicename:serviceport`);
  return backend(groups['service']!, groups['port']!);
}

function annotation(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new CommandError(`annotation ${text} is invalid and should be in format key=[value]`);
  return [text.slice(0, at), text.slice(at + 1)];
}

export const createIngress = defineGenerator({
  name: 'ingress',
  aliases: ['ing'],
  usage: 'ingress NAME --rule=host/path=service:port[,tls[=secret]]',
  short: 'Create an ingress with the specified name',
  long: 'Create an ingress with the specified name.',
  examples: `# Create a single ingress called 'simple' that directs requests to foo.com/bar to svc
# svc1:8080 with a TLS secret "my-cert"
kubectl create ingress simple --rule="foo.com/bar=svc1:8080,tls=my-cert"

# Create a catch all ingress of "/path" pointing to service svc:port and Ingress Class as "otheringress"
kubectl create ingress catch-all --class=otheringress --rule="/path=svc:port"`,
  flags: [
    { name: 'class', type: 'string', default: '', usage: 'Ingress Class to be used' },
    {
      name: 'rule',
      type: 'stringArray',
      default: [],
      usage:
        "Rule in format host/path=service:port[,tls=secretname]. Paths containing the leading character '*' are considered pathType=Prefix. tls argument is optional.",
    },
    {
      name: 'default-backend',
      type: 'string',
      default: '',
      usage: 'Default service for backend, in format of svcname:port',
    },
    {
      name: 'annotation',
      type: 'stringArray',
      default: [],
      usage: 'Annotation to insert in the ingress object, in the format annotation=value',
    },
  ],
  failure: 'failed to create ingress: ',
  generate: ({ flags, name }) =>
    generateIngress({
      name,
      className: flags.string('class'),
      rules: flags.strings('rule'),
      defaultBackend: flags.string('default-backend'),
      annotations: flags.strings('annotation'),
    }),
});
