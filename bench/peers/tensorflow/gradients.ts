import type { Tensor, Tf } from "./tf.ts";

/** The identity with a gradient of one's own. */
export function identityWithGradient(tf: Tf, gradient: (dy: Tensor) => Tensor): (x: Tensor) => Tensor {
  return tf.customGrad((x) => ({ value: x.clone(), gradFunc: gradient }));
}

/** The identity without a gradient, which TensorFlow.js has no operation for. */
export function stopGradient(tf: Tf, x: Tensor): Tensor {
  return identityWithGradient(tf, (dy) => tf.zerosLike(dy))(x);
}

/**
 * Looks up rows `[n, width]` → `[R, width]` at indices `[R]`. The gradient of `tf.gather` needs a kernel
 * (UnsortedSegmentSum) that the Wasm backend 4.22 lacks; a scatter, which it has, gives the same sums.
 */
export function rowsAt(tf: Tf, indices: Tensor): (table: Tensor) => Tensor {
  return tf.customGrad((table, save) => {
    const { shape } = table;
    save([indices.reshape([-1, 1])]);
    const gradFunc = (dy: Tensor, [places]: Tensor[]) => tf.scatterND(places as Tensor, dy, shape);
    return { value: tf.gather(table, indices), gradFunc };
  });
}
