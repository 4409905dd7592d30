# Two images: `web` serves, and answers on a CPU; `gpu` answers on a GPU, and trains.
#
#   docker build --target web -t snn-web .
#   docker build --target gpu -t snn-gpu .

FROM python:3.11-slim AS web
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SNN_VAR=/srv/var
WORKDIR /srv/snn
RUN useradd --system --home-dir /srv snn && install -d -o snn /srv/var
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER snn
EXPOSE 8000
CMD ["python", "manage.py", "start", "--host", "0.0.0.0"]

FROM web AS gpu
USER root
COPY requirements-torch.txt .
RUN pip install --no-cache-dir -r requirements-torch.txt
USER snn
CMD ["python", "-m", "celery", "-A", "snn", "worker", "-Q", "predict", "-n", "gpu@%h", "--pool", "solo"]
