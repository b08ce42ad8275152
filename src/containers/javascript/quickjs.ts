/**
 * The JavaScript engine of containers: QuickJS in WebAssembly, fetched when the first program needs it. What runs in it
 * sees nothing of this page: no globals of ours, no network, no clock but those that it is handed.
 */
import type { QuickJSContext, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';

const PAGE = 64 * 1024;
/** What the engine asks for to begin with, and how much of that is its own: stack, tables, code. */
const INITIAL_PAGES = 256;
const OWN = 7 * 1024 * 1024;
const MAX_STACK = 512 * 1024;

export interface Engine {
  module: QuickJSWASMModule;
  /** Whether its program needed more memory than there was to begin with. */
  grown(): boolean;
}

export interface Vm {
  runtime: QuickJSRuntime;
  context: QuickJSContext;
}

/**
 * An engine of its own for each program: its memory cannot grow beyond `heap` (bytes), and is given back when it ends.
 * Simplified: it has some 9 MiB in any case.
 */
export async function loadQuickJS(heap: number): Promise<Engine> {
  const [{ newQuickJSWASMModuleFromVariant, newVariant }, { default: variant }] = await Promise.all([
    import('quickjs-emscripten-core'),
    import('@jitl/quickjs-singlefile-browser-release-sync'),
  ]);
  const maximum = Math.max(INITIAL_PAGES, Math.ceil((heap + OWN) / PAGE));
  const wasmMemory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
  const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
  return { module, grown: () => wasmMemory.buffer.byteLength > INITIAL_PAGES * PAGE };
}

export function openVm({ module }: Engine): Vm {
  const runtime = module.newRuntime();
  runtime.setMaxStackSize(MAX_STACK);
  return { runtime, context: runtime.newContext() };
}
