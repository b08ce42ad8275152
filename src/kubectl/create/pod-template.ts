/** Containers and names as kubectl's generators make them (kubectl/pkg/cmd/create/create_deployment.go). Fields stand in Go's order, as `-o json` shows them. */
import type { KubeObject } from '../../api/object.ts';
import { seededRandom } from '../../time/random.ts';

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** `registry.example.com:5000/team/app:v2` → app. A name with `_` or `.` gets a random tail, drawn from `seed`. */
export function containerName(image: string, seed: string): string {
  const last = image.split('/').at(-1) ?? '';
  const name = last.split(':')[0]!.split('@')[0]!;
  if (!/[_.]/.test(name)) return name;
  const random = seededRandom(seed);
  const tail = Array.from({ length: 5 }, () => LETTERS[random.int(LETTERS.length)]).join('');
  return `${name.replace(/[_.]/g, '-')}-${tail}`;
}

export interface ContainerFields {
  name: string;
  image: string;
  command?: readonly string[];
  args?: readonly string[];
  ports?: readonly Record<string, unknown>[];
  env?: readonly { name: string; value?: string }[];
  resources?: Record<string, unknown>;
  imagePullPolicy?: string;
  stdin?: boolean;
  stdinOnce?: boolean;
  tty?: boolean;
}

/** Drops what Go's `omitempty` would drop and puts the fields in order. */
export function container(fields: ContainerFields): Record<string, unknown> {
  return present({
    name: fields.name,
    image: fields.image,
    command: fields.command,
    args: fields.args,
    ports: fields.ports,
    env: fields.env,
    resources: fields.resources ?? {},
    imagePullPolicy: fields.imagePullPolicy,
    stdin: fields.stdin,
    stdinOnce: fields.stdinOnce,
    tty: fields.tty,
  });
}

/** Without undefined, '', 0, false and empty lists; empty objects stay. */
export function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        value !== 0 &&
        value !== false &&
        !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** `kind` before `apiVersion`: a typed object as Go's JSON prints it. */
export function typed(apiVersion: string, kind: string, rest: Record<string, unknown>): KubeObject {
  return { kind, apiVersion, ...rest } as KubeObject;
}
