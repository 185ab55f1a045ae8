/** An instance of a kernel, which belongs to the memory that it was made with. */
interface Kept {
  memory: WebAssembly.Memory;
  instance: WebAssembly.Instance;
}

let keeping = false;

/**
 * Lets jax-js run a kernel again in the instance that it ran in before. jax-js 0.1.25 compiles a kernel once and then
 * makes a new instance of it for every run, some thousand in a step of training. A kernel has no state: its module
 * imports a memory, exports the function `kernel`, and all else are arguments of that function. Modules of any other
 * form, such as those of ONNX Runtime, are made into instances as before.
 */
export function keepInstances(): void {
  if (keeping) return;
  keeping = true;
  const kept = new WeakMap<WebAssembly.Module, Kept>();
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args: [WebAssembly.Module, WebAssembly.Imports?], asked) {
      const [module, imports] = args;
      const memory = imports?.env?.memory;
      if (!(memory instanceof WebAssembly.Memory)) return Reflect.construct(target, args, asked);
      const known = kept.get(module);
      if (known?.memory === memory) return known.instance;
      const instance: WebAssembly.Instance = Reflect.construct(target, args, asked);
      if (isKernel(module)) kept.set(module, { memory, instance });
      return instance;
    },
  });
}

function isKernel(module: WebAssembly.Module): boolean {
  const [exported, ...others] = WebAssembly.Module.exports(module);
  return exported?.name === "kernel" && others.length === 0 && WebAssembly.Module.imports(module).length === 1;
}
