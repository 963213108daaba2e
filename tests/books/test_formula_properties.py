"""Formulas drawn at random: what is printed is read back, and any text is a program or refused inside it."""

from hypothesis import given, seed
from hypothesis import strategies as st

from books.formula import MAX_DEPTH, FormulaError, Op, program
from tests.books.test_formula import FIGURES

LEAVES = st.sampled_from(sorted(FIGURES)) | st.decimals(0, 999, places=2).map(lambda n: f"{n:f}")
TREES = st.recursive(
    LEAVES, lambda inner: st.tuples(st.sampled_from(["+", "-", "*", "/", "min", "max"]), inner, inner), max_leaves=20
)


def shown(tree, spaces: str) -> str:
    if isinstance(tree, str):
        return tree
    op, left, right = tree[0], shown(tree[1], spaces), shown(tree[2], spaces)
    return f"{op}({left},{spaces}{right})" if op in ("min", "max") else f"({left}{spaces}{op}{spaces}{right})"


def read_back(ops: list[Op], node: int = -1):
    op = ops[node]
    if op.op in ("figure", "number"):
        return op.figure_code or f"{op.number:f}"
    return op.op, read_back(ops, op.left), read_back(ops, op.right)


@seed(3)
@given(TREES, st.sampled_from(["", " ", "  \t"]))
def test_what_is_printed_is_read_back(tree, spaces):
    assert read_back(program(shown(tree, spaces))) == tree


@seed(3)
@given(st.text(alphabet="ab1.+-*/(), min;%'\"", max_size=MAX_DEPTH))
def test_any_text_is_a_program_or_refused_inside_it(text):
    try:
        ops = program(text)
    except FormulaError as refused:
        assert 1 <= refused.position <= len(text) + 1
    else:
        assert ops[-1].height == max(op.height for op in ops)
