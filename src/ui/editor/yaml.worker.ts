/** The YAML language service in its own worker; a local file, because the dev server cannot start the package's own. */
import 'monaco-yaml/yaml.worker.js';
