/** gcr.io/google-samples/kubernetes-bootcamp: the server of the official tutorial, on 8080. */
import { httpServer, tagOf, text } from './http-server.ts';

export const bootcamp = httpServer({
  repository: 'gcr.io/google-samples/kubernetes-bootcamp',
  tags: /^v[12]$/,
  cmd: ['/bin/sh', '-c', 'node server.js'],
  programs: ['node'],
  port: () => 8080,
  banner: ({ clock }) =>
    `Kubernetes Bootcamp App Started At: ${new Date(clock.now()).toISOString()} | Running On:  server \n\n`,
  line: ({ path }, container) => `Running On: ${container.hostname} | Log: ${path}\n`,
  answer: (_, container) =>
    text(
      container,
      `Hello Kubernetes bootcamp! | Running on: ${container.hostname} | v=${tagOf(container).slice(1)}\n`,
    ),
  size: 83_600_000,
});
