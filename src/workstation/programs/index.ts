/** The laptop's programs beside the shell's own. To add one: one file and one line here. */
import type { Program } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';
import type { Loopback } from '../local-ports.ts';
import { curl } from './curl.ts';
import { createDocker, docker } from './docker.ts';
import { editor } from './editor.ts';
import { help } from './help.ts';
import { kubectl } from './kubectl.ts';
import { minikube } from './minikube.ts';
import { ssh } from './node-shell.ts';

export function createPrograms(options: WorkstationOptions, loopback: Loopback): Record<string, Program> {
  const edit = editor(options);
  const daemon = createDocker(options);
  return {
    code: edit,
    curl: curl(options, loopback),
    docker: docker(daemon, loopback),
    help,
    kubectl: kubectl(options, loopback),
    minikube: minikube(options, daemon),
    nano: edit,
    ssh: ssh(options),
    vi: edit,
    vim: edit,
  };
}
