/**
 * An image that somebody built, as it is carried about: OCI's image configuration (image-spec: config.md) and the files
 * that were put on top of an image that is known.
 */
export interface BuiltImage {
  /** `sha256:…` of the configuration. */
  id: string;
  /** Canonical reference of the known image at the bottom: `docker.io/library/node:20`. */
  base: string;
  /** Path → what it is in the layers above the base; null: removed. */
  files: readonly (readonly [path: string, entry: BuiltFile | null])[];
  env: Readonly<Record<string, string>>;
  entrypoint: readonly string[];
  cmd: readonly string[];
  workingDir: string;
  /** As USER says it: a name or a number, and perhaps a group; '' for root. */
  user: string;
  exposedPorts: readonly number[];
  labels: Readonly<Record<string, string>>;
  stopSignal?: string;
  /** Bytes. */
  size: number;
  /** ms since the epoch. */
  created: number;
  history: readonly { created: number; instruction: string; size: number }[];
}

export interface BuiltFile {
  type: 'file' | 'directory';
  /** Of a file. */
  text?: string;
  mode: number;
  modified: number;
  owner?: { uid: number; gid: number };
}

/** A name and what it stands for. */
export interface NamedImage {
  /** Canonical: `docker.io/library/kubia:latest`. */
  name: string;
  image: BuiltImage;
}
