;; One row times the transpose of a matrix, in single precision, eight rows of the matrix at a time. What takes time is to fetch the matrix,
;; so its numbers are halves, in the order in which they are read: eight columns of each of the eight rows, then the next eight. Two stand
;; in 32 bits, that of column j above that of column j + 4. A half is a sign, five bits of an exponent and ten more digits (rows.ts): at
;; its place in a single it is the number times 2^-102, and x comes times 2^102. `bytes` is that of x, a multiple of 32; `rows` is a
;; multiple of 8. Assembled by WABT into the text that stands in product.ts: wat2wasm product.wat, then base64.
(module
  (memory (export "memory") 1)
  ;; y[r] = the sum over p of w[r, p] x[p].
  (func (export "product") (param $w i32) (param $x i32) (param $y i32) (param $rows i32) (param $bytes i32)
    (local $p i32) (local $last i32) (local $end i32) (local $v v128) (local $u v128) (local $q v128) (local $mask v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $mask (v128.const i32x4 0x8fffe000 0x8fffe000 0x8fffe000 0x8fffe000))
    (local.set $last (i32.add (local.get $x) (local.get $bytes)))
    (local.set $end (i32.add (local.get $y) (i32.shl (local.get $rows) (i32.const 2))))
    (loop $eight
      (local.set $a (v128.const f32x4 0 0 0 0))
      (local.set $b (v128.const f32x4 0 0 0 0))
      (local.set $c (v128.const f32x4 0 0 0 0))
      (local.set $d (v128.const f32x4 0 0 0 0))
      (local.set $e (v128.const f32x4 0 0 0 0))
      (local.set $f (v128.const f32x4 0 0 0 0))
      (local.set $g (v128.const f32x4 0 0 0 0))
      (local.set $h (v128.const f32x4 0 0 0 0))
      (local.set $p (local.get $x))
      (loop $each
        (local.set $v (v128.load (local.get $p)))
        (local.set $u (v128.load offset=16 (local.get $p)))
        (local.set $q (v128.load (local.get $w)))
        (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $q (v128.load offset=16 (local.get $w)))
        (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $q (v128.load offset=32 (local.get $w)))
        (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $q (v128.load offset=48 (local.get $w)))
        (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $q (v128.load offset=64 (local.get $w)))
        (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $q (v128.load offset=80 (local.get $w)))
        (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $q (v128.load offset=96 (local.get $w)))
        (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $q (v128.load offset=112 (local.get $w)))
        (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $v) (v128.and (local.get $mask) (i32x4.shr_s (local.get $q) (i32.const 3))))))
        (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $u) (v128.and (local.get $mask) (i32x4.shr_s (i32x4.shl (local.get $q) (i32.const 16)) (i32.const 3))))))
        (local.set $w (i32.add (local.get $w) (i32.const 128)))
        (br_if $each (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 32))) (local.get $last))))
      (v128.store (local.get $y) (call $sums (local.get $a) (local.get $b) (local.get $c) (local.get $d)))
      (v128.store offset=16 (local.get $y) (call $sums (local.get $e) (local.get $f) (local.get $g) (local.get $h)))
      (br_if $eight (i32.lt_u (local.tee $y (i32.add (local.get $y) (i32.const 32))) (local.get $end)))))
  ;; The sum of the lanes of each: [a0 b0 a1 b1] + [a2 b2 a3 b3], then the two halves.
  (func $sums (param $a v128) (param $b v128) (param $c v128) (param $d v128) (result v128)
    (local.set $b (f32x4.add
      (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
      (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
    (local.set $d (f32x4.add
      (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
      (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
    (f32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $b) (local.get $d))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $b) (local.get $d)))))
