/** `kubectl create secret generic|tls|docker-registry` (kubectl/pkg/cmd/create/create_secret*.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import type { KubectlIO } from '../io.ts';
import type { FlagSpec } from '../flags.ts';
import { hashedName } from './append-hash.ts';
import { defineGenerator, type GeneratorInput } from './generator.ts';
import { typed } from './pod-template.ts';
import { parentCommand } from './subcommand-help.ts';
import { base64, readSources, sourceFlags } from './sources.ts';

/** `data` is plain text; it is encoded here. */
export function generateSecret(name: string, data: Record<string, string>, type: string): KubeObject {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)]));
  return typed('v1', 'Secret', {
    metadata: { name },
    ...(Object.keys(encoded).length > 0 ? { data: encoded } : {}),
    ...(type === '' ? {} : { type }),
  });
}

/** The content of `.dockerconfigjson`, fields in Go's order. */
export function dockerConfig(login: { server: string; username: string; password: string; email: string }): string {
  const { server, username, password, email } = login;
  const entry = { username, password, ...(email === '' ? {} : { email }), auth: base64(`${username}:${password}`) };
  return JSON.stringify({ auths: { [server]: entry } });
}

const appendHash: FlagSpec = {
  name: 'append-hash',
  type: 'bool',
  default: false,
  usage: 'Append a hash of the secret to its name.',
};

/** The Secret, under a name that its content is part of where `--append-hash` asks for it. */
async function named({ flags, name }: GeneratorInput, data: Record<string, string>, type: string): Promise<KubeObject> {
  const secret = generateSecret(name, data, type);
  if (!flags.bool('append-hash')) return secret;
  const content = { data: secret['data'] ?? {}, kind: 'Secret', name, type };
  return { ...secret, metadata: { name: await hashedName(name, content) } };
}

const FAILURE = 'failed to create secret ';

const generic = defineGenerator({
  name: 'generic',
  usage:
    'generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a secret from a local file, directory, or literal value',
  long: `Create a secret based on a file, directory, or specified literal value.

 A single secret may package one or more key/value pairs.`,
  examples: `# Create a new secret named my-secret with key1=supersecret and key2=topsecret
kubectl create secret generic my-secret --from-literal=key1=supersecret --from-literal=key2=topsecret`,
  flags: [
    ...sourceFlags,
    { name: 'type', type: 'string', default: '', usage: 'The type of secret to create' },
    appendHash,
  ],
  failure: FAILURE,
  generate: (input) => {
    const { flags, name, io } = input;
    return named(input, readSources(io, flags, { kind: 'Secret', name }), flags.string('type'));
  },
});

const dockerRegistry = defineGenerator({
  name: 'docker-registry',
  usage:
    'docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  long: `Create a new secret for use with Docker registries.

 Dockercfg secrets are used to authenticate against Docker registries.`,
  examples: `# Create a new secret from ~/.docker/config.json
kubectl create secret docker-registry my-secret --from-file=path/to/.docker/config.json`,
  flags: [
    sourceFlags[0]!,
    { name: 'docker-username', type: 'string', default: '', usage: 'Username for Docker registry authentication' },
    { name: 'docker-password', type: 'string', default: '', usage: 'Password for Docker registry authentication' },
    { name: 'docker-email', type: 'string', default: '', usage: 'Email for Docker registry' },
    {
      name: 'docker-server',
      type: 'string',
      default: 'https://index.docker.io/v1/',
      usage: 'Server location for Docker registry',
    },
    appendHash,
  ],
  failure: FAILURE,
  generate: (input) => {
    const { flags, name, io } = input;
    const type = 'kubernetes.io/dockerconfigjson';
    if (flags.strings('from-file').length > 0) {
      return named(input, readSources(io, flags, { kind: 'Secret', name }), type);
    }
    const login = {
      server: flags.string('docker-server'),
      username: flags.string('docker-username'),
      password: flags.string('docker-password'),
      email: flags.string('docker-email'),
    };
    if (login.username === '' || login.password === '' || login.server === '') {
      throw new CommandError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    }
    return named(input, { '.dockerconfigjson': dockerConfig(login) }, type);
  },
});

const tls = defineGenerator({
  name: 'tls',
  usage: 'tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  long: `Create a TLS secret from the given public/private key pair.

 The public/private key pair must exist beforehand. The public key certificate must be .PEM encoded and match the given private key.`,
  examples: `# Create a new TLS secret named tls-secret with the given key pair
kubectl create secret tls tls-secret --cert=path/to/tls.crt --key=path/to/tls.key`,
  flags: [
    { name: 'cert', type: 'string', default: '', usage: 'Path to PEM encoded public key certificate.' },
    { name: 'key', type: 'string', default: '', usage: 'Path to private key associated with given certificate.' },
    appendHash,
  ],
  failure: FAILURE,
  generate: (input) => {
    const { flags, io } = input;
    if (flags.string('key') === '' || flags.string('cert') === '') {
      throw new CommandError('key and cert must be specified');
    }
    const cert = readPem(io, flags.string('cert'));
    const key = readPem(io, flags.string('key'));
    // Simplified: that key and certificate belong together is not checked, only that both are PEM.
    requirePem(cert, 'certificate');
    requirePem(key, 'key');
    return named(input, { 'tls.crt': cert, 'tls.key': key }, 'kubernetes.io/tls');
  },
});

function readPem(io: KubectlIO, path: string): string {
  try {
    return io.files.read(path);
  } catch {
    throw new CommandError(`Cannot read file ${path}, open ${path}: no such file or directory`);
  }
}

function requirePem(text: string, what: string): void {
  if (!/-----BEGIN [A-Z ]+-----/.test(text))
    throw new CommandError(`tls: failed to find any PEM data in ${what} input`);
}

export const createSecret = parentCommand(
  {
    name: 'secret',
    usage: 'secret (docker-registry | generic | tls)',
    short: 'Create a secret using a specified subcommand',
    long: `Create a secret with specified type.

 A docker-registry type secret is for accessing a container registry.

 A generic type secret indicate an Opaque secret type.

 A tls type secret holds TLS certificate and its associated key.`,
    flags: [],
    subverbs: [dockerRegistry, generic, tls],
  },
  'stderr',
);
