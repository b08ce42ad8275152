/** The kubeconfig that lies on the laptop on the first day. */
export function kubeconfigText(server: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    server: ${server}
  name: tidepool
contexts:
- context:
    cluster: tidepool
    user: admin
  name: tidepool
current-context: tidepool
kind: Config
preferences: {}
users:
- name: admin
  user: {}
`;
}
