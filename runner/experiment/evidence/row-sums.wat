;; Adds up eight columns of float32 at the rows of a list, each in float64 and in the order of the list, as plain loops do. A row's
;; eight values lie side by side: two loads serve all columns. Assembled into row-sums.wasm by WABT: wat2wasm row-sums.wat -o row-sums.wasm
(module
  (import "rows" "memory" (memory 1))
  ;; `values` [rows][8] float32, the list from `at` to `end` [] int32, `sums` [8] float64; all are places in bytes.
  (func (export "add") (param $values i32) (param $at i32) (param $end i32) (param $sums i32)
    (local $row i32) (local $low v128) (local $high v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (loop $each
        (local.set $row (i32.add (local.get $values) (i32.shl (i32.load (local.get $at)) (i32.const 5))))
        (local.set $low (v128.load (local.get $row)))
        (local.set $high (v128.load offset=16 (local.get $row)))
        (local.set $a (f64x2.add (local.get $a) (f64x2.promote_low_f32x4 (local.get $low))))
        (local.set $b (f64x2.add (local.get $b) (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $low) (local.get $low)))))
        (local.set $c (f64x2.add (local.get $c) (f64x2.promote_low_f32x4 (local.get $high))))
        (local.set $d (f64x2.add (local.get $d) (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $high) (local.get $high)))))
        (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
    (v128.store (local.get $sums) (local.get $a))
    (v128.store offset=16 (local.get $sums) (local.get $b))
    (v128.store offset=32 (local.get $sums) (local.get $c))
    (v128.store offset=48 (local.get $sums) (local.get $d))))
