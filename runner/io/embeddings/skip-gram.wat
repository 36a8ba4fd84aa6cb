;; The three loops of skip-gram over rows of float32 in the imported memory, four numbers at a time. `n` is the bytes of a
;; row, a multiple of 16. Assembled into skip-gram.wasm by WABT: wat2wasm skip-gram.wat -o skip-gram.wasm
(module
  (import "rows" "memory" (memory 1))
  ;; The scalar product of rows a and b.
  (func (export "product") (param $a i32) (param $b i32) (param $n i32) (result f32)
    (local $i i32) (local $sum v128)
    (loop $each
      (local.set $sum (f32x4.add (local.get $sum)
        (f32x4.mul (v128.load (i32.add (local.get $a) (local.get $i))) (v128.load (i32.add (local.get $b) (local.get $i))))))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $n))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))
  ;; e += g b, then b += g a.
  (func (export "step") (param $a i32) (param $b i32) (param $e i32) (param $n i32) (param $g f32)
    (local $i i32) (local $old v128) (local $gs v128)
    (local.set $gs (f32x4.splat (local.get $g)))
    (loop $each
      (local.set $old (v128.load (i32.add (local.get $b) (local.get $i))))
      (v128.store (i32.add (local.get $e) (local.get $i))
        (f32x4.add (v128.load (i32.add (local.get $e) (local.get $i))) (f32x4.mul (local.get $gs) (local.get $old))))
      (v128.store (i32.add (local.get $b) (local.get $i))
        (f32x4.add (local.get $old) (f32x4.mul (local.get $gs) (v128.load (i32.add (local.get $a) (local.get $i))))))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $n)))))
  ;; a += e, then e = 0.
  (func (export "take") (param $a i32) (param $e i32) (param $n i32)
    (local $i i32)
    (loop $each
      (v128.store (i32.add (local.get $a) (local.get $i))
        (f32x4.add (v128.load (i32.add (local.get $a) (local.get $i))) (v128.load (i32.add (local.get $e) (local.get $i)))))
      (v128.store (i32.add (local.get $e) (local.get $i)) (v128.const f32x4 0 0 0 0))
      (br_if $each (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $n))))))
