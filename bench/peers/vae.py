"""The step of `VaeStep` in PyTorch, as its users write it: a variational autoencoder 784-400-20-400-784 of black and white pixels.

Usage: vae.py [THREADS [IMAGES.gz TEST.gz EPOCHS]]

Without files: pixels by chance, 60,000 images in memory, a warm-up, then the median of five blocks of 200 steps, with Adam as it
comes and with its fused kernel. With files (IDX, as MNIST comes): trains on them, white from one half on, and prints the seconds
of all epochs and the bound of the test images, the mean of ten draws of one sample each."""
import gzip, statistics, sys, time
import torch, torch.nn as nn, torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
torch.manual_seed(0)
BATCH, LATENT = 100, 20


def networks():
    encoder = nn.Sequential(nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 2 * LATENT))
    decoder = nn.Sequential(nn.Linear(LATENT, 400), nn.ReLU(), nn.Linear(400, 784))
    return encoder, decoder


def bound(encoder, decoder, x):
    """The mean over the batch."""
    loc, log_variance = encoder(x).chunk(2, dim=1)
    z = loc + torch.exp(0.5 * log_variance) * torch.randn_like(loc)
    divergence = -0.5 * torch.sum(1 + log_variance - loc.pow(2) - log_variance.exp())
    return -(F.binary_cross_entropy_with_logits(decoder(z), x, reduction="sum") + divergence) / len(x)


class Training:
    def __init__(self, images, fused=None):
        self.images = images
        self.encoder, self.decoder = networks()
        parameters = list(self.encoder.parameters()) + list(self.decoder.parameters())
        self.optimizer = torch.optim.Adam(parameters, 1e-3, fused=fused)
        self.batches = iter(())
        self.total = 0.0

    def step(self):
        rows = next(self.batches, None)
        if rows is None:
            self.batches = iter(torch.randperm(len(self.images)).split(BATCH))
            rows = next(self.batches)
        loss = -bound(self.encoder, self.decoder, self.images[rows])
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        # What a progress line shows; ours has it, too.
        self.total += loss.item()


def seconds(training, steps):
    """Of the clock, and of the processor in all threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(steps):
        training.step()
    return time.perf_counter() - wall, time.process_time() - cpu


def steps():
    images = (torch.rand(60000, 784) < 0.13).float()
    for name, fused in (("default", None), ("fused", True)):
        training = Training(images, fused)
        seconds(training, 200)
        blocks = [seconds(training, 200) for _ in range(5)]
        wall, cpu = (statistics.median(column) / 200 * 1e3 for column in zip(*blocks))
        print(f"vae {name} ms/step wall {wall:.3f} cpu {cpu:.3f}")


def read(path):
    with gzip.open(path, "rb") as file:
        pixels = torch.frombuffer(bytearray(file.read())[16:], dtype=torch.uint8)
    return (pixels.view(-1, 784) > 127).float()


def whole(train, test, epochs):
    images, held_out = read(train), read(test)
    training = Training(images)
    per_epoch = len(images) // BATCH
    times = [seconds(training, per_epoch) for _ in range(epochs)]
    with torch.no_grad():
        parts = held_out.split(1000)
        elbo = statistics.mean(
            bound(training.encoder, training.decoder, x).item() for _ in range(10) for x in parts)
    wall, cpu = (sum(column) for column in zip(*times))
    print(f"vae train seconds wall {wall:.2f} cpu {cpu:.2f} elbo {elbo:.2f}")


if len(sys.argv) > 2:
    whole(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    steps()
