/** `kubectl create configmap` (kubectl/pkg/cmd/create/create_configmap.go). */
import type { KubeObject } from '../../api/object.ts';
import { hashedName } from './append-hash.ts';
import { defineGenerator } from './generator.ts';
import { typed } from './pod-template.ts';
import { readSources, sourceFlags } from './sources.ts';

export function generateConfigMap(name: string, data: Record<string, string>): KubeObject {
  return typed('v1', 'ConfigMap', { metadata: { name }, ...(Object.keys(data).length > 0 ? { data } : {}) });
}

export const createConfigMap = defineGenerator({
  name: 'configmap',
  aliases: ['cm'],
  usage: 'configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  long: `Create a config map based on a file, directory, or specified literal value.

 A single config map may package one or more key/value pairs.

 When creating a config map based on a file, the key will default to the basename of the file, and the value will default to the file content.  If the basename is an invalid key, you may specify an alternate key.`,
  examples: `# Create a new config map named my-config based on folder bar
kubectl create configmap my-config --from-file=path/to/bar

# Create a new config map named my-config with specified keys instead of file basenames on disk
kubectl create configmap my-config --from-file=key1=/path/to/bar/file1.txt --from-file=key2=/path/to/bar/file2.txt

# Create a new config map named my-config with key1=config1 and key2=config2
kubectl create configmap my-config --from-literal=key1=config1 --from-literal=key2=config2`,
  flags: [
    ...sourceFlags,
    {
      name: 'append-hash',
      type: 'bool',
      default: false,
      usage: 'Append a hash of the configmap to its name.',
    },
  ],
  failure: 'failed to create configmap: ',
  generate: async ({ flags, name, io }) => {
    const data = readSources(io, flags, { kind: 'ConfigMap', name });
    if (!flags.bool('append-hash')) return generateConfigMap(name, data);
    return generateConfigMap(
      await hashedName(name, { data: Object.keys(data).length > 0 ? data : {}, kind: 'ConfigMap', name }),
      data,
    );
  },
});
