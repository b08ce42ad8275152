/**
 * registry.k8s.io/hpa-example: Apache and a page of PHP that takes a million square roots, to have something that needs
 * processor time (website's content/en/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough.md).
 */
import { httpServer, text } from './http-server.ts';

/** ms of a core that one page takes. */
const PAGE = 60;

export const hpaExample = httpServer({
  repository: 'registry.k8s.io/hpa-example',
  tags: /^(latest|v?\d+)$/,
  cmd: ['apache2-foreground'],
  programs: ['apache2-foreground', 'apache2'],
  port: () => 80,
  line: ({ method, path, remote }) => `${remote} - - "${method} ${path} HTTP/1.1" 200 175\n`,
  async answer(_, container) {
    container.work(PAGE);
    await container.clock.sleep(PAGE);
    return text(container, 'OK!');
  },
  files: {
    '/var/www/html/index.php':
      '<?php\n  $x = 0.0001;\n  for ($i = 0; $i <= 1000000; $i++) {\n    $x += sqrt($x);\n  }\n  echo "OK!";\n?>\n',
  },
  size: 164_000_000,
  memory: 9 * 1024 * 1024,
  workingDir: '/var/www/html',
});
