/** What a lost learner types first. */
import type { Program } from '../../shell/process.ts';

const TEXT = `A small bash on your own laptop. Some things to try:

  kubectl get nodes            the cluster's machines
  kubectl get pods -A          all that runs on them
  kubectl explain deployment   what a field means
  ls, cat FILE, code FILE      your files; code opens the editor
  curl http://ADDRESS          sends a request
  ssh NODE, minikube status    the nodes themselves
  docker build -t NAME .       an image of your own program, for the cluster to run

k is short for kubectl. Tab completes, the up arrow repeats, Ctrl-R searches, Ctrl-C stops.
`;

export const help: Program = async ({ stdout }) => {
  await stdout.write(TEXT);
  return 0;
};
