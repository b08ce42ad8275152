/** postStart and preStop (kubelet/lifecycle/handlers.go). */
import type { Container as ContainerSpec, LifecycleHandler, Pod } from 'kubernetes-types/core/v1';
import type { Container } from '../../containers/container.ts';
import { collectOutput } from '../../shell/pipe.ts';
import type { NodeContext } from './node-context.ts';
import { portNumber } from './probe-request.ts';

type Handler = LifecycleHandler & { sleep?: { seconds: number } };

/** Calls `done` with undefined when it went well, else with the reason; at once when the hook needs no time. */
export function runHook(
  context: NodeContext,
  handler: LifecycleHandler,
  target: { pod: Pod; spec: ContainerSpec; container: Container },
  done: (error: string | undefined) => void,
): void {
  const { clock, engine } = context;
  const { sleep, exec, httpGet } = handler as Handler;
  if (sleep) return void clock.after(sleep.seconds * 1000, () => done(undefined));
  if (httpGet) {
    const port = portNumber(target.spec, httpGet.port);
    const serve = target.container.namespace.ports.get(port)?.serve;
    const host = `${httpGet.host ?? target.container.namespace.ip}:${port}`;
    if (!serve)
      return done(`Get "http://${host}${httpGet.path ?? '/'}": dial tcp ${host}: connect: connection refused`);
    const request = { method: 'GET', path: httpGet.path ?? '/', host, headers: {}, body: '', remote: context.node.ip };
    void Promise.resolve(serve(request)).then((answer) =>
      done(answer.status < 400 ? undefined : `HTTP request failed with statuscode: ${answer.status}`),
    );
    return clock.promised?.();
  }
  if (!exec) return done(undefined);
  const output = collectOutput();
  engine.exec(target.container, exec.command ?? [], { stdout: output, stderr: output }).then(
    (status) =>
      done(
        status === 0
          ? undefined
          : `command '${(exec.command ?? []).join(' ')}' exited with ${status}: ${output.text()}`,
      ),
    (error: unknown) => done((error as Error).message),
  );
  clock.promised?.();
}
