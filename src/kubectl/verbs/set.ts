/** `kubectl set` (kubectl/pkg/cmd/set/set.go). */
import { completeResources } from '../complete-resources.ts';
import { parentCommand } from '../create/subcommand-help.ts';
import { setEnv } from '../set/env.ts';
import { setImage } from '../set/image.ts';
import { setResources } from '../set/resources.ts';
import { setSelector, setServiceAccount } from '../set/small-fields.ts';
import { setSubject } from '../set/subject.ts';

export const set = parentCommand(
  {
    name: 'set',
    usage: 'set SUBCOMMAND',
    short: 'Set specific features on objects',
    long: 'Configure application resources.\n\n These commands help you make changes to existing application resources.',
    flags: [],
    subverbs: [setEnv, setImage, setResources, setSelector, setServiceAccount, setSubject].map((verb) => ({
      complete: completeResources,
      ...verb,
    })),
  },
  'stdout',
);
