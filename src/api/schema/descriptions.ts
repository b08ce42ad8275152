/** Descriptions of definitions and fields: large, so loaded only when the editor or `kubectl explain` asks. */
export interface Description {
  description: string;
  properties: Readonly<Record<string, string>>;
  /** The values of fields of enumerated types. */
  enums?: Readonly<Record<string, readonly string[]>>;
}

let loading: Promise<Readonly<Record<string, Description>>> | undefined;

export function loadDescriptions(): Promise<Readonly<Record<string, Description>>> {
  loading ??= import('./descriptions.generated.json', { with: { type: 'json' } }).then(
    (module) => module.default as Readonly<Record<string, Description>>,
  );
  return loading;
}
