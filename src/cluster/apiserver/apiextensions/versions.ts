/** Versions in order of how good they are (apimachinery/pkg/version/helpers.go): v10, v2, v1, v11beta2, v10beta3, v3alpha1, foo. */

const KUBE = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STAGES: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };

/** Positive when `a` is better than `b`. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [KUBE.exec(a), KUBE.exec(b)];
  if (!x || !y) return x ? 1 : y ? -1 : a < b ? 1 : a > b ? -1 : 0;
  const rank = (match: RegExpExecArray): number[] => [
    STAGES[match[2] ?? ''] ?? 2,
    Number(match[1]),
    Number(match[3] ?? 0),
  ];
  const [left, right] = [rank(x), rank(y)];
  return left.map((part, i) => part - right[i]!).find((difference) => difference !== 0) ?? 0;
}
