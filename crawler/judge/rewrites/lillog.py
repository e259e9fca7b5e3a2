"""The posts of Lil'Log: where each stood below `/lil-log/`, and the short name that it has below `/posts/`. Pure.

The old addresses are stubs of the author's own, each with a meta refresh to the new one; all 37 posts are in the
repository of the site (github.com/lilianweng/lilianweng.github.io).
"""

import re
from collections.abc import Sequence

_SHORT = {
    "2017/06/21/an-overview-of-deep-learning": "overview",
    "2017/07/08/predict-stock-prices-using-RNN-part-1": "stock-rnn-part-1",
    "2017/07/22/predict-stock-prices-using-RNN-part-2": "stock-rnn-part-2",
    "2017/08/01/how-to-explain-the-prediction-of-a-machine-learning-model": "interpretation",
    "2017/08/20/from-GAN-to-WGAN": "gan",
    "2017/09/28/anatomize-deep-learning-with-information-theory": "information-bottleneck",
    "2017/10/15/learning-word-embedding": "word-embedding",
    "2017/10/29/object-recognition-for-dummies-part-1": "object-recognition-part-1",
    "2017/12/15/object-recognition-for-dummies-part-2": "object-recognition-part-2",
    "2017/12/31/object-recognition-for-dummies-part-3": "object-recognition-part-3",
    "2018/01/23/the-multi-armed-bandit-problem-and-its-solutions": "multi-armed-bandit",
    "2018/02/19/a-long-peek-into-reinforcement-learning": "rl-overview",
    "2018/04/08/policy-gradient-algorithms": "policy-gradient",
    "2018/05/05/implementing-deep-reinforcement-learning-models": "drl-implementation",
    "2018/06/24/attention-attention": "attention",
    "2018/08/12/from-autoencoder-to-beta-vae": "vae",
    "2018/10/13/flow-based-deep-generative-models": "flow-models",
    "2018/11/30/meta-learning": "meta-learning",
    "2018/12/27/object-detection-part-4": "object-recognition-part-4",
    "2019/01/31/generalized-language-models": "lm",
    "2019/03/14/are-deep-neural-networks-dramatically-overfitted": "overfit",
    "2019/05/05/domain-randomization": "domain-randomization",
    "2019/06/23/meta-reinforcement-learning": "meta-rl",
    "2019/09/05/evolution-strategies": "evolution-strategies",
    "2019/11/10/self-supervised-learning": "self-supervised",
    "2020/01/29/curriculum-for-reinforcement-learning": "curriculum-rl",
    "2020/04/07/the-transformer-family": "the-transformer-family",
    "2020/06/07/exploration-strategies-in-deep-reinforcement-learning": "exploration-drl",
    "2020/08/06/neural-architecture-search": "nas",
    "2020/10/29/open-domain-question-answering": "odqa",
    "2021/01/02/controllable-neural-text-generation": "controllable-text-generation",
    "2021/03/21/reducing-toxicity-in-language-models": "lm-toxicity",
    "2021/05/31/contrastive-representation-learning": "contrastive",
    "2021/07/11/diffusion-models": "diffusion-models",
    "2021/09/25/train-large-neural-networks": "train-large",
    "2021/12/05/semi-supervised-learning": "semi-supervised",
    "2022/02/20/active-learning": "active-learning",
}

LIL_LOG = {
    old: f"https://lilianweng.github.io/posts/{old[:10].replace('/', '-')}-{short}/" for old, short in _SHORT.items()
}
"""What follows `/lil-log/`, without `.html` -> the new address."""

_OLD = re.compile(r"https?://lilianweng\.github\.io/lil-log/([^?]+?)(?:\.html|/)?")


def posts(url: str, _: Sequence[str]) -> list[str]:
    """Where a post of Lil'Log is now, as the author's own stubs say.

    >>> posts("https://lilianweng.github.io/lil-log/2018/06/24/attention-attention.html", ())
    ['https://lilianweng.github.io/posts/2018-06-24-attention/']
    >>> posts("https://lilianweng.github.io/lil-log/2018/06/24/unheard-of.html", ())
    []
    """
    found = _OLD.fullmatch(url)
    new = LIL_LOG.get(found[1]) if found else None
    return [new] if new else []
