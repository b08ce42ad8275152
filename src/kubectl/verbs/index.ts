/** The commands that are built, one line a verb. */
import type { Verb } from '../verb.ts';

import { apiResources } from './api-resources.ts';
import { apiVersions } from './api-versions.ts';
import { clusterInfo } from './cluster-info.ts';
import { get } from './get.ts';
import { version } from './version.ts';

export const verbs: readonly Verb[] = [get, apiResources, apiVersions, clusterInfo, version];
