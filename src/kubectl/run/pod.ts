/** The Pod (and Service) that `kubectl run` makes (kubectl/pkg/cmd/run/run.go, generate/versioned/run.go). */
import type { KubeObject } from '../../api/object.ts';
import { container, present, typed } from '../create/pod-template.ts';
import { CommandError } from '../errors.ts';
import { keyValues } from './exposed-service.ts';

export interface PodOptions {
  name: string;
  image: string;
  labels: string;
  annotations: readonly string[];
  env: readonly string[];
  port: string;
  /** What follows the name: arguments, or the command with `asCommand`. */
  words: readonly string[];
  asCommand: boolean;
  restart: string;
  imagePullPolicy: string;
  stdin: boolean;
  tty: boolean;
  /** Standard input ends with the first that attaches: unless it is to stay open. */
  stdinOnce: boolean;
  privileged: boolean;
}

export function generatePod(options: PodOptions): KubeObject {
  const { name, restart } = options;
  const labels = options.labels === '' ? { run: name } : keyValues(options.labels);
  const annotations = Object.fromEntries(options.annotations.map(annotation));
  const { words, asCommand } = options;
  const main = container({
    name,
    image: options.image,
    command: asCommand ? words : [],
    args: asCommand ? [] : words,
    ports: options.port === '' ? [] : [{ containerPort: portOf(options.port) }],
    env: options.env.map(envVar),
    imagePullPolicy: options.imagePullPolicy,
    stdin: options.stdin,
    stdinOnce: options.stdinOnce,
    tty: options.tty,
  });
  return typed('v1', 'Pod', {
    metadata: { name, labels, ...(options.annotations.length > 0 ? { annotations } : {}) },
    spec: {
      containers: [options.privileged ? { ...main, securityContext: { privileged: true } } : main],
      restartPolicy: restart || 'Always',
      dnsPolicy: 'ClusterFirst',
    },
    status: {},
  });
}

export function generatePodService(name: string, port: string, labels: string): KubeObject {
  const number = portOf(port);
  return typed('v1', 'Service', {
    metadata: { name },
    spec: present({
      ports: [{ protocol: 'TCP', port: number, targetPort: number }],
      selector: labels === '' ? { run: name } : keyValues(labels),
    }),
    status: { loadBalancer: {} },
  });
}

function portOf(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function envVar(text: string): { name: string; value?: string } {
  const at = text.indexOf('=');
  if (at <= 0 || !/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text.slice(0, at)))
    throw new CommandError(`invalid env: ${text}`);
  const value = text.slice(at + 1);
  return { name: text.slice(0, at), ...(value === '' ? {} : { value }) };
}

function annotation(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new CommandError(`invalid annotation: ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}
