/**
 * The JavaScript engine of containers: QuickJS in WebAssembly, fetched when the first program needs it. What runs in it
 * sees nothing of this page: no globals of ours, no network, no clock but those that it is handed.
 */
import type { QuickJSContext, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';

/** Bytes after which a module is not used for new programs: the memory of WebAssembly grows and never shrinks. */
const WORN = 48 * 1024 * 1024;
const MAX_STACK = 512 * 1024;

let current: Promise<QuickJSWASMModule> | undefined;

/** The engine, loaded at the first call. */
export function loadQuickJS(): Promise<QuickJSWASMModule> {
  return (current ??= load());
}

async function load(): Promise<QuickJSWASMModule> {
  const [{ newQuickJSWASMModuleFromVariant }, { default: variant }] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-singlefile-browser-release-sync'),
  ]);
  return newQuickJSWASMModuleFromVariant(variant);
}

/** Says how much a program took at the most. */
export function wear(bytes: number): void {
  if (bytes > WORN) current = undefined;
}

export interface Vm {
  runtime: QuickJSRuntime;
  context: QuickJSContext;
}

/** `heap`: bytes that the program may take. */
export function openVm(module: QuickJSWASMModule, heap: number): Vm {
  const runtime = module.newRuntime();
  runtime.setMemoryLimit(heap);
  runtime.setMaxStackSize(MAX_STACK);
  return { runtime, context: runtime.newContext() };
}
